using System.Text.Json.Serialization;

namespace JobScheduler.Client.Json;

/// <summary>All items at once.</summary>
internal sealed record Items<T>([property: JsonPropertyName("items")] IReadOnlyList<T> All);
