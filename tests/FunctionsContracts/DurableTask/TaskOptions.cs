namespace Microsoft.DurableTask;

public record TaskOptions
{
    public IDictionary<string, string>? Tags { get; init; }
}
