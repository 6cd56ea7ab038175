using JobScheduler.FunctionsContracts;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    internal FunctionsApplicationBuilder() => throw Contract.Only;

    public IDictionary<object, object> Properties => throw Contract.Only;

    public ConfigurationManager Configuration => throw Contract.Only;

    public IHostEnvironment Environment => throw Contract.Only;

    public ILoggingBuilder Logging => throw Contract.Only;

    public IMetricsBuilder Metrics => throw Contract.Only;

    public IServiceCollection Services => throw Contract.Only;

    IConfigurationManager IHostApplicationBuilder.Configuration => throw Contract.Only;

    public IHost Build() => throw Contract.Only;

    public void ConfigureContainer<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => throw Contract.Only;

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware) => throw Contract.Only;
}
