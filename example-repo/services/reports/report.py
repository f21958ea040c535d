"""Turns rows into a table."""


def table(rows):
    return "\n".join("\t".join(str(cell) for cell in row) for row in rows)


if __name__ == "__main__":
    print(table([("service", "jobs"), ("web", 2)]))
