using System.Text.Json;

namespace JobScheduler.Client;

/// <summary>A target of a type unknown to this version of the client; written back as it was read.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Json">All of it.</param>
public sealed record UnknownTarget(string Type, JsonElement Json) : Target;

/// <summary>
/// A spec of a type unknown to this version of the client; written back as it was read. All its members are in
/// <paramref name="Json"/>: one with <see cref="ScheduleSpec.TimeZone"/> or another member set beside it cannot be sent.
/// </summary>
/// <param name="Type">Its type.</param>
/// <param name="Json">All of it.</param>
public sealed record UnknownSpec(string Type, JsonElement Json) : ScheduleSpec
{
    // Members set beside the JSON would be silently lost, or contradict it.
    internal JsonElement WhatToSend() => this == new UnknownSpec(Type, Json)
        ? Json
        : throw new ArgumentException($"a spec of the unknown type '{Type}' is sent as its JSON; set members there");
}
