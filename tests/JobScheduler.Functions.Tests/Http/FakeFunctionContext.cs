using Microsoft.Azure.Functions.Worker;

namespace JobScheduler.Functions.Tests.Http;

/// <summary>An invocation of a function, as far as middleware looks at it.</summary>
internal sealed class FakeFunctionContext(string function) : FunctionContext
{
    public override string InvocationId => "invocation";

    public override string FunctionId => throw new NotSupportedException();

    public override TraceContext TraceContext => throw new NotSupportedException();

    public override BindingContext BindingContext => throw new NotSupportedException();

    public override RetryContext RetryContext => throw new NotSupportedException();

    public override IServiceProvider InstanceServices { get; set; } = null!;

    public override FunctionDefinition FunctionDefinition { get; } = new FakeFunctionDefinition(function);

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features => throw new NotSupportedException();
}
