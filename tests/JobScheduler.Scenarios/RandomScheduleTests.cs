using JobScheduler.Scenarios.Fires;
using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios;

/// <summary>What people do to schedules, at random, while calls fail and processes die: drawn from a seed, which replays.</summary>
public sealed class RandomScheduleTests
{
    private const int Seeds = 30;
    private const int Operations = 12;

    private static readonly string[] Crons = ["*/5 * * * * *", "*/15 * * * * *", "*/20 * * * * *", "* * * * *", "0,7,30 * * * * *"];

    public static TheoryData<int> All => [.. Enumerable.Range(1, Seeds)];

    [Theory]
    [MemberData(nameof(All))]
    public void Random_operations_with_many_faults_account_for_every_fire(int seed)
    {
        var world = new World(new WorldOptions { Seed = seed, Shards = 2, Shuffles = true });
        world.Start(seed % 4 == 0 ? null : RandomFaultTests.Plan(world, seed));
        world.Start(seed % 4 == 0 ? null : RandomFaultTests.Plan(world, seed + 100));
        var chance = new SeededEntropy(seed + 10_000);
        FirePlay.Play(world, async client =>
        {
            await FirePlay.PutAsync(client, Draw(chance), Pick(chance, 0, 3, 12));
            for (var done = 0; done < Operations; done++)
            {
                await world.WaitAsync(TimeSpan.FromMilliseconds(Pick(chance, 0, 1, 900, 5_000, 20_000)));
                await ActAsync(world, client, chance);
            }

            await client.DeleteScheduleAsync(FirePlay.Job, FirePlay.Name, withdraw: true);
        });
    }

    private static async Task ActAsync(World world, Client client, Entropy chance)
    {
        try
        {
            await (Pick(chance, 0, 1, 2, 3, 4, 5, 6, 7) switch
            {
                0 or 1 => client.PutScheduleAsync(FirePlay.Job, FirePlay.Name, Draw(chance)),
                2 => client.PauseScheduleAsync(FirePlay.Job, FirePlay.Name, null, withdraw: Pick(chance, 0, 1) == 0),
                3 =>
                    client.PauseScheduleAsync(FirePlay.Job, FirePlay.Name, world.Time.Now + TimeSpan.FromSeconds(Pick(chance, 10, 30, 70))),
                4 or 5 => client.ResumeScheduleAsync(FirePlay.Job, FirePlay.Name),
                6 => client.TriggerAsync(FirePlay.Job, FirePlay.Name),
                _ => Pick(chance, 0, 1) == 0
                    ? client.DeleteScheduleAsync(FirePlay.Job, FirePlay.Name)
                    : (Task)FirePlay.PutAsync(client, Draw(chance), Pick(chance, 0, 3, 12)),
            });
        }
        catch (RefusalException refusal) when (refusal.Kind is RefusalKind.NotFound or RefusalKind.Invalid)
        {
            // It was deleted by an operation before; or a time of the pause went by while calls failed.
        }
    }

    private static ScheduleDefinition Draw(Entropy chance)
    {
        var overlap = (OverlapRule)Pick(chance, 0, 1, 1, 2, 3, 4);
        return new ScheduleDefinition
        {
            Spec = new CronSpec { Cron = Crons[Pick(chance, 0, 1, 2, 3, 4)], Jitter = TimeSpan.FromSeconds(Pick(chance, 0, 0, 4)) },
            Policy = new SchedulePolicy
            {
                Overlap = overlap,
                Misfire = (MisfireRule)Pick(chance, 0, 1, 2),
                MaxCatchUp = Pick(chance, 1, 3, 40),
            },
        };
    }

    private static int Pick(Entropy chance, params int[] values) => values[(int)(chance.NextBits() % (ulong)values.Length)];
}
