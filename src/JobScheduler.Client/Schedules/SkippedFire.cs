namespace JobScheduler.Client;

/// <summary>A time at which a schedule would fire, and does not.</summary>
/// <param name="LocalTime">On the wall clock of its zone; without an offset when it does not exist: <c>2026-03-29T02:30:00</c>.</param>
/// <param name="Reason">For people.</param>
public sealed record SkippedFire(string LocalTime, string Reason);
