using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;

namespace JobScheduler.Functions.Tests.Http;

/// <summary>A function of a name.</summary>
internal sealed class FakeFunctionDefinition(string name) : FunctionDefinition
{
    public override ImmutableArray<FunctionParameter> Parameters => throw new NotSupportedException();

    public override string PathToAssembly => throw new NotSupportedException();

    public override string EntryPoint => throw new NotSupportedException();

    public override string Id => throw new NotSupportedException();

    public override string Name { get; } = name;

    public override IImmutableDictionary<string, BindingMetadata> InputBindings => throw new NotSupportedException();

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings => throw new NotSupportedException();
}
