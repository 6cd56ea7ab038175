using JobScheduler.Scenarios.Simulation;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;

namespace JobScheduler.Scenarios.Fleet;

/// <summary>What happens to a fleet: crashes, frozen owners, outages, wrong clocks, and changes of schedules and calendars.</summary>
internal sealed class FleetLife(World world, Client client, FleetDesign design, List<FleetMember> members, Entropy chance)
{
    private readonly Dictionary<string, CalendarDefinition> _calendars = new(design.Calendars);
    private int _outages;

    /// <summary>The ends of outages.</summary>
    public List<DateTimeOffset> Outages { get; } = [];

    /// <summary>When the owner's clock became wrong.</summary>
    public List<DateTimeOffset> Jumps { get; } = [];

    public SortedDictionary<string, int> Events { get; } = [];

    public async Task BeginAsync()
    {
        foreach (var (id, calendar) in _calendars)
        {
            await PutCalendarAsync(id, calendar);
        }

        foreach (var job in members.Select(member => member.Job).Distinct())
        {
            await client.PutJobAsync(
                job, new JobDefinition { Target = new HandlerTarget { Name = ScriptedHandler.Ok }, Retention = TimeSpan.FromDays(1) });
        }

        foreach (var member in members)
        {
            await PutAsync(member, member.Definition);
        }
    }

    public async Task LiveAsync(DateTimeOffset end)
    {
        while (world.Time.Now < end)
        {
            await QuietAsync(TimeSpan.FromHours(8 + (40 * chance.NextShare())));
            await (Draw(20) switch
            {
                0 or 1 => KillAsync(),
                2 => FreezeAsync(),
                3 => OutageAsync(),
                4 => JumpAsync(TimeSpan.FromHours(1)),
                5 => JumpAsync(TimeSpan.FromHours(-1)),
                6 or 7 => ChangeCalendarAsync(),
                8 or 9 or 10 => ChangeSpecAsync(),
                11 or 12 => ChangePolicyAsync(),
                13 or 14 => DeleteAsync(),
                _ => PauseAsync(),
            });
        }
    }

    /// <summary>Every schedule is deleted.</summary>
    public async Task EndAsync()
    {
        await QuietAsync(TimeSpan.FromHours(3));
        foreach (var member in members.Where(member => !member.IsDeleted))
        {
            member.From(world.Time.Now, null, _calendars);
            await client.DeleteScheduleAsync(member.Job, member.Id);
        }
    }

    /// <summary>Waits so long and on to a second at which nothing is due, within a minute of which nothing is.</summary>
    private async Task QuietAsync(TimeSpan time)
    {
        var target = world.Time.Now + time;
        var round = new DateTimeOffset(target.Ticks / TimeSpan.FromMinutes(5).Ticks * TimeSpan.FromMinutes(5).Ticks, TimeSpan.Zero);
        await world.WaitAsync(round.AddMinutes(7).AddSeconds(7.4) - world.Time.Now);
    }

    private SimulatedProcess Owner()
    {
        var holder = world.Memory.Tables.GetAsync("00", Keys.Owner, CancellationToken.None).AsTask().Result!.Columns.Text("holder");
        return world.Processes.FirstOrDefault(process => process.Name == holder && !process.Context.IsDead) ?? world.Alive;
    }

    private Task KillAsync()
    {
        Count("crash");
        world.Kill(Draw(2) == 0 ? Owner() : world.Alive);
        return Task.CompletedTask;
    }

    private async Task FreezeAsync()
    {
        Count("frozen owner");
        var owner = Owner();
        owner.Context.Freeze();
        await world.WaitAsync(TimeSpan.FromMinutes(3));
        owner.Context.Thaw();
    }

    private async Task OutageAsync()
    {
        Count("outage");
        world.Replaces = false;
        foreach (var process in world.Processes.Where(process => !process.Context.IsDead).ToList())
        {
            world.Kill(process);
        }

        // Now and then back in the middle of everything.
        await world.WaitAsync(TimeSpan.FromMinutes(20 + (500 * chance.NextShare())));
        world.Replaces = true;
        Outages.Add(world.Time.Now);
        world.Start();
        if (_outages++ % 2 == 0)
        {
            world.Start();
        }
        else
        {
            await world.WaitAsync(TimeSpan.FromMinutes(3));
            world.Start();
        }

        await world.WaitAsync(TimeSpan.FromMinutes(12));
    }

    private async Task JumpAsync(TimeSpan skew)
    {
        Count($"clock {skew}");
        Jumps.Add(world.Time.Now);
        world.Watched.IsStrict = false;
        var owner = Owner();
        owner.Clock.Skew = skew;
        await world.WaitAsync(TimeSpan.FromMinutes(2 + (40 * chance.NextShare())));
        owner.Clock.Skew = TimeSpan.Zero;
        await world.WaitAsync(TimeSpan.FromMinutes(10));
        world.Watched.IsStrict = true;
    }

    private async Task ChangeCalendarAsync()
    {
        Count("calendar");
        var id = _calendars.Keys.Order(StringComparer.Ordinal).ElementAt(Draw(_calendars.Count));
        var week = new DateOnly(2026, 3, 2).AddDays(7 * Draw(53));
        _calendars[id] = id switch
        {
            "workdays" => _calendars[id] with { Ranges = [new(week, week.AddDays(Draw(9)))] },
            "holidays" => _calendars[id] with { Dates = [week, week.AddDays(2), week.AddDays(3)] },
            _ => _calendars[id] with { Weekdays = [(DayOfWeek)Draw(7), (DayOfWeek)Draw(7)] },
        };
        var now = world.Time.Now;
        await PutCalendarAsync(id, _calendars[id]);
        foreach (var member in members.Where(member => member.Eras[^1].Definition?.Spec.Calendars.Any(use => use.Id == id) == true))
        {
            member.From(now, member.Definition, new Dictionary<string, CalendarDefinition>(_calendars));
        }
    }

    private Task ChangeSpecAsync() =>
        Pick(member => !member.IsPaused && member.Definition.Spec is CronSpec { MaxRuns: null, StartAt: null }) is { } member
            ? CountAsync("spec", PutAsync(member, member.Definition with { Spec = design.Daily(Draw(60)) }))
            : Task.CompletedTask;

    private Task ChangePolicyAsync() => Pick(member => !member.IsPaused && !member.IsDelay) is { } member
        ? CountAsync("policy", PutAsync(member, member.Definition with { Policy = design.Policy(Draw(5)) }))
        : Task.CompletedTask;

    private async Task DeleteAsync()
    {
        // With jitter, a fire whose time has come may be due after the deletion; a run of mode delay may be under way.
        if (Pick(MayGo) is not { } member)
        {
            return;
        }

        Count("delete");
        member.From(world.Time.Now, null, _calendars);
        await client.DeleteScheduleAsync(member.Job, member.Id);
        member.IsDeleted = true;
        await QuietAsync(TimeSpan.FromHours(Draw(40)));
        await PutAsync(member, member.Definition);
        member.IsDeleted = false;

        static bool MayGo(FleetMember member) =>
            !member.IsPaused
            && !member.IsDelay
            && member.Definition.Spec is { MaxRuns: null, EndAt: null, Jitter.Ticks: 0 } and not OnceSpec;
    }

    private async Task PauseAsync()
    {
        if (Pick(member => !member.IsPaused && !member.IsDelay) is not { } member)
        {
            return;
        }

        Count("pause");
        member.IsPaused = true;
        DateTimeOffset? until = Draw(2) == 0 ? world.Time.Now.AddHours(30) : null;
        var paused = await client.PauseScheduleAsync(member.Job, member.Id, until);
        member.From(paused.UpdatedAt, null, _calendars);
        if (until is not null)
        {
            member.From(until.Value, member.Definition, new Dictionary<string, CalendarDefinition>(_calendars));
            await QuietAsync(TimeSpan.FromHours(31));
        }
        else
        {
            await QuietAsync(TimeSpan.FromHours(1 + Draw(100)));
            var resumed = await client.ResumeScheduleAsync(member.Job, member.Id);
            member.From(resumed.UpdatedAt, member.Definition, new Dictionary<string, CalendarDefinition>(_calendars));
        }

        member.IsPaused = false;
    }

    private async Task PutAsync(FleetMember member, ScheduleDefinition definition)
    {
        var written = (await client.PutScheduleAsync(member.Job, member.Id, definition)).Record;
        member.From(written.UpdatedAt, written.Definition, new Dictionary<string, CalendarDefinition>(_calendars));
    }

    private Task<Written<CalendarRecord>> PutCalendarAsync(string id, CalendarDefinition calendar) =>
        client.AskAsync<CalendarCatalog, Written<CalendarRecord>>(
            catalog => catalog.PutAsync(Client.Me, id, calendar, new WriteCondition(), CancellationToken.None));

    private FleetMember? Pick(Func<FleetMember, bool> fits) =>
        members.Where(fits).ToList() is { Count: > 0 } fitting ? fitting[Draw(fitting.Count)] : null;

    private Task CountAsync(string happened, Task work)
    {
        Count(happened);
        return work;
    }

    private void Count(string happened) => Events[happened] = Events.GetValueOrDefault(happened) + 1;

    private int Draw(int below) => (int)(chance.NextBits() % (ulong)below);
}
