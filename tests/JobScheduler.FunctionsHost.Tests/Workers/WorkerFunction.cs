using System.Text.Json.Nodes;

namespace JobScheduler.FunctionsHost.Tests.Workers;

/// <summary>A function, as the worker describes it to its host.</summary>
/// <param name="Id">By which it is invoked.</param>
/// <param name="Name">Unique in the application.</param>
/// <param name="Trigger">The binding that starts it.</param>
/// <param name="Others">Its other bindings.</param>
internal sealed record WorkerFunction(string Id, string Name, JsonObject Trigger, IReadOnlyList<JsonObject> Others)
{
    /// <summary>For example queueTrigger.</summary>
    public string Kind => (string)Trigger["type"]!;

    /// <summary>The name of the parameter.</summary>
    public string Input => (string)Trigger["name"]!;

    /// <param name="metadata">What the worker answered.</param>
    public static WorkerFunction Of(JsonObject metadata)
    {
        JsonObject[] bindings = [.. metadata["rawBindings"]!.AsArray().Select(raw => JsonNode.Parse((string)raw!)!.AsObject())];
        return new(
            (string)metadata["functionId"]!,
            (string)metadata["name"]!,
            bindings.Single(IsTrigger),
            [.. bindings.Where(binding => !IsTrigger(binding) && (string?)binding["type"] != "http")]);
    }

    /// <summary>The metadata for a load: the worker leaves the bindings to the host, which takes them from the raw ones.</summary>
    public static JsonObject ForLoad(JsonObject metadata)
    {
        var load = metadata.DeepClone().AsObject();
        var bindings = new JsonObject();
        foreach (var raw in metadata["rawBindings"]!.AsArray().Select(raw => JsonNode.Parse((string)raw!)!))
        {
            bindings[(string)raw["name"]!] = new JsonObject
            {
                ["type"] = (string)raw["type"]!,
                ["direction"] = ((string)raw["direction"]!).ToLowerInvariant(),
            };
        }

        load["bindings"] = bindings;
        return load;
    }

    private static bool IsTrigger(JsonObject binding) => ((string)binding["type"]!).EndsWith("Trigger", StringComparison.OrdinalIgnoreCase);
}
