using System.Text.Json;

namespace JobScheduler.Client;

/// <summary>
/// A spec of a type that this version of the client does not know; written back as it was read. All its members are in
/// <paramref name="Json"/>: one with <see cref="ScheduleSpec.TimeZone"/> or the like set beside it cannot be sent.
/// </summary>
/// <param name="Type">Its type.</param>
/// <param name="Json">All of it.</param>
public sealed record UnknownSpec(string Type, JsonElement Json) : ScheduleSpec
{
    // Members set beside the JSON would be lost without a word, or contradict what is in it.
    internal JsonElement WhatToSend() => this == new UnknownSpec(Type, Json)
        ? Json
        : throw new ArgumentException($"a spec of the unknown type '{Type}' is sent as its JSON; set members there");
}
