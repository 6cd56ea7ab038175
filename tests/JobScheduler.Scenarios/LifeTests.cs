using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Scenarios;

public sealed class LifeTests
{
    [Fact]
    public void Accept_immediate_succeeds()
    {
        var world = new World();
        world.Start();
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromSeconds(1));
            var run = await world.Alive.AskAsync(async services => await services.GetRequiredService<RunIntake>().AcceptAsync(
                "t", new RunRequest { Target = new HandlerTarget { Name = ScriptedHandler.Ok } }, "me", CancellationToken.None));
            await world.UntilAsync(() => world.Watched.Runs["R~" + run.Run.Id].State == RunState.Succeeded, TimeSpan.FromSeconds(10));
        });
        Assert.Empty(world.Watched.Findings);
    }
}
