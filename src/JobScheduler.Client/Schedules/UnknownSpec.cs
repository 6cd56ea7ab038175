using System.Text.Json;

namespace JobScheduler.Client;

/// <summary>
/// A spec of a type that this version of the client does not know; written back as it was read. All its members are in
/// <paramref name="Json"/>: one with <see cref="ScheduleSpec.TimeZone"/> or the like set beside it cannot be sent.
/// </summary>
/// <param name="Type">Its type.</param>
/// <param name="Json">All of it.</param>
public sealed record UnknownSpec(string Type, JsonElement Json) : ScheduleSpec;
