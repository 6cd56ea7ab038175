using System.Text.Json.Serialization;
using JobScheduler.Text;

namespace JobScheduler.Jobs;

/// <summary>What a job does. A closed hierarchy; the stored discriminator is <c>type</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HttpTarget), "http")]
[JsonDerivedType(typeof(HandlerTarget), "handler")]
public abstract record Target;

/// <summary>Code registered in the executing process under a name.</summary>
public sealed record HandlerTarget : Target
{
    public required string Name { get; init; }
}

/// <summary>An HTTP request. The guard of <c>Execution/Http</c> decides which addresses it may reach.</summary>
public sealed record HttpTarget : Target
{
    public string Method { get; init; } = "POST";

    /// <summary>Absolute, http or https, without user info.</summary>
    public required string Url { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>A JSON string is sent as its text, any other value as JSON; null sends the run's input.</summary>
    public RawJson? Body { get; init; }

    /// <summary>Status codes that mean success: numbers and ranges, separated by commas. Default 200-299.</summary>
    public string SuccessStatus { get; init; } = "200-299";

    public HttpCompletion Completion { get; init; } = HttpCompletion.Response;
}

/// <summary>When an HTTP target's attempt is over.</summary>
public enum HttpCompletion
{
    /// <summary>With the answer.</summary>
    Response,

    /// <summary>The answer says "taken"; the target completes through the API with the token of the attempt.</summary>
    Callback,
}
