using DurableTask.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask.Testing.Sidecar;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JobScheduler.TestKit;

/// <summary>
/// A Durable engine in memory behind its gRPC service, on a free loopback port. This file is compiled into the test projects that use it:
/// the test kit itself knows no web framework.
/// </summary>
internal sealed class DurableSidecar : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Engine _engine;

    private DurableSidecar(WebApplication app, Engine engine) => (_app, _engine) = (app, engine);

    /// <summary>An orchestration sleeps: its timer is stored, and nothing of it is under way.</summary>
    public event Action Slept
    {
        add => _engine.Slept += value;
        remove => _engine.Slept -= value;
    }

    public string Address => _app.Urls.Single();

    public static async Task<DurableSidecar> StartAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var service = new Engine();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<IOrchestrationService>(service);
        builder.Services.AddSingleton<IOrchestrationServiceClient>(service);
        builder.Services.AddSingleton<TaskHubGrpcServer>();
        var app = builder.Build();
        app.MapGrpcService<TaskHubGrpcServer>();

        // It listens for the start of the application, so it has to be there before.
        app.Services.GetRequiredService<TaskHubGrpcServer>();
        await app.StartAsync(cancellation);
        return new DurableSidecar(app, service);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>The engine itself, whose methods are not virtual: the interface is implemented anew.</summary>
    private sealed class Engine : InMemoryOrchestrationService, IOrchestrationService
    {
        public event Action? Slept;

        async Task IOrchestrationService.CompleteTaskOrchestrationWorkItemAsync(
            TaskOrchestrationWorkItem workItem,
            OrchestrationRuntimeState newOrchestrationRuntimeState,
            IList<TaskMessage> outboundMessages,
            IList<TaskMessage> orchestratorMessages,
            IList<TaskMessage> timerMessages,
            TaskMessage continuedAsNewMessage,
            OrchestrationState orchestrationState)
        {
            await CompleteTaskOrchestrationWorkItemAsync(
                workItem,
                newOrchestrationRuntimeState,
                outboundMessages,
                orchestratorMessages,
                timerMessages,
                continuedAsNewMessage,
                orchestrationState);
            if (timerMessages.Count > 0)
            {
                Slept?.Invoke();
            }
        }
    }
}
