using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>How to repeat an ended run. The body is optional.</summary>
public sealed record RunRedrive
{
    /// <summary>Any JSON; null: the input of the run that is repeated.</summary>
    public RawJson? Input { get; init; }

    /// <summary>
    /// original: the definition the run was accepted with. current: the job as it is now, with its input if the run had none of its own.
    /// </summary>
    public DefinitionChoice Definition { get; init; } = DefinitionChoice.Original;
}

/// <summary>Which version of its job a redriven run takes.</summary>
[JsonConverter(typeof(WordConverter<DefinitionChoice>))]
public enum DefinitionChoice
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>The one the run was accepted with.</summary>
    Original = 0,

    /// <summary>The job as it is now.</summary>
    Current,
}
