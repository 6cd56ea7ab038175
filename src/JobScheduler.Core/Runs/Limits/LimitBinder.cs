using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using JobScheduler.Gates;

namespace JobScheduler.Runs;

/// <summary>Binds a run to the limits of its job, and to whose turn it is: resolves the values of keys and costs in its input.</summary>
internal static class LimitBinder
{
    /// <param name="spec">The run.</param>
    /// <param name="definition">Of its job; null: it has none.</param>
    /// <param name="input">Its input; null: none.</param>
    public static RunSpec Bind(RunSpec spec, JobDefinition? definition, RawJson? input)
    {
        if (definition is null or { Concurrency: { Max: null, Group: null }, Rate: null, Fairness: null })
        {
            return spec with { Limits = null, Fair = null };
        }

        // Parsed only where a pointer asks for it.
        using var document = NeedsInput(definition) && input is not null ? JsonDocument.Parse(input.Text) : null;
        return spec with
        {
            Limits = Limits(definition, document) is { Count: > 0 } limits ? limits : null,
            Fair = definition.Fairness is { } fairness ? HashOf(fairness.Key, document)[..16] : null,
        };
    }

    private static List<RunLimit> Limits(JobDefinition definition, JsonDocument? document)
    {
        var limits = new List<RunLimit>(3);
        if (definition.Concurrency is { Max: not null } concurrency)
        {
            limits.Add(new RunLimit(Name(GateName.Slots, concurrency.Key, document), LimitKind.Slots, concurrency.OnLimit));
        }

        if (definition.Rate is { } rate)
        {
            limits.Add(new RunLimit(Name(GateName.Rate, rate.Key, document), LimitKind.Rate, Cost: Cost(rate, document)));
        }

        if (definition.Concurrency.Group is { } group)
        {
            limits.Add(new RunLimit(group, LimitKind.Group));
        }

        return limits;
    }

    private static bool NeedsInput(JobDefinition definition) =>
        definition.Concurrency.Key is not null || definition.Rate?.Key is not null || definition.Rate?.Cost is not null
        || definition.Fairness is not null;

    private static string Name(string gate, string? key, JsonDocument? input) =>
        key is null ? gate : GateName.OfValue(gate, HashOf(key, input));

    private static string HashOf(string key, JsonDocument? input) => Hash(Find(input, key) is { } value ? TextOf(value) : "");

    private static JsonElement? Find(JsonDocument? input, string key) => input is null ? null : JsonPointer.Find(input.RootElement, key);

    /// <summary>Null counts as no value; a text and a number of the same digits are two values.</summary>
    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => "\"" + value.GetString(),
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number.ToString("G29", null),
        _ => value.GetRawText(),
    };

    private static int? Cost(JobRate rate, JsonDocument? input) =>
        rate.Cost is { } pointer && Find(input, pointer) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var cost)
            ? cost
            : null;

    /// <summary>128 bits: keys are short, and what is limited is not told to who may only see keys. Source: GATES "Local gates".</summary>
    private static string Hash(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)).AsSpan(0, 16));
}
