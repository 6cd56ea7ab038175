using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>How to repeat an ended run. May be left out.</summary>
public sealed record RunRedrive
{
    /// <summary>Null takes the input of the run that is repeated.</summary>
    public RawJson? Input { get; init; }

    /// <summary>The definition the run was accepted with, or the job's current one.</summary>
    public DefinitionChoice Definition { get; init; } = DefinitionChoice.Original;
}

/// <summary>Which version of its job a redriven run takes.</summary>
[JsonConverter(typeof(WordConverter<DefinitionChoice>))]
public enum DefinitionChoice
{
    /// <summary>A value of a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>The one the run was accepted with.</summary>
    Original = 0,

    /// <summary>The job as it is now.</summary>
    Current,
}
