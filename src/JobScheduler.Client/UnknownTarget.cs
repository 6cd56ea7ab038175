using System.Text.Json;

namespace JobScheduler.Client;

/// <summary>A target of a type that this version of the client does not know; written back as it was read.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Json">All of it.</param>
public sealed record UnknownTarget(string Type, JsonElement Json) : Target;
