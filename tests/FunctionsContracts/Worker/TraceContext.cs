namespace Microsoft.Azure.Functions.Worker;

public abstract class TraceContext
{
    public abstract string TraceParent { get; }

    public abstract string TraceState { get; }

    public virtual IReadOnlyDictionary<string, string> Attributes => throw JobScheduler.FunctionsContracts.Contract.Only;

    public virtual IReadOnlyDictionary<string, string> Baggage => throw JobScheduler.FunctionsContracts.Contract.Only;
}
