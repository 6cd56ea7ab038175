using JobScheduler.Targets.Handlers;
using JobScheduler.Targets.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Targets;

/// <summary>Composes the kinds of targets: a rule and an invoker of each.</summary>
internal static class TargetRegistration
{
    public static IServiceCollection AddTargets(this IServiceCollection services) => services
        .AddSingleton<TargetRules>()
        .AddSingleton<HandlerRegistry>()
        .AddSingleton<ITargetRule, HandlerTargetRule>()
        .AddSingleton<ITargetRule, HttpTargetRule>()
        .AddSingleton<ITargetInvoker, HandlerInvoker>()
        .AddHttpTargets()
        .AddSingleton<EchoHandler>()
        .AddSingleton<DelayHandler>()
        .AddSingleton<FailHandler>()
        .AddJobHandler<EchoHandler>("echo")
        .AddJobHandler<DelayHandler>("delay")
        .AddJobHandler<FailHandler>("fail");
}
