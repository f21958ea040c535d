/** A served page loads itself again when its server says so; what is chosen stays in the address. */
export function live(): void {
  const { live: address } = document.documentElement.dataset;
  if (!address) return;
  const events = new EventSource(address);
  events.addEventListener("message", () => location.reload());
}
