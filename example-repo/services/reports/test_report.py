import unittest

from report import table


class TableTest(unittest.TestCase):
    def test_cells_are_joined_by_tabs(self):
        self.assertEqual(table([("a", 1), ("b", 2)]), "a\t1\nb\t2")


if __name__ == "__main__":
    unittest.main()
