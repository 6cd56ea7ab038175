using System.Text.Json;

namespace JobScheduler.Client;

/// <summary>How to repeat an ended run.</summary>
public sealed record RunRedrive
{
    /// <summary>Null takes the input of the run that is repeated.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>Default original.</summary>
    public DefinitionChoice? Definition { get; init; }
}
