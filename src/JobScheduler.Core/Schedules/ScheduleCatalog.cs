using System.Security.Cryptography;
using System.Text.Json;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Schedules;

/// <summary>The schedules of jobs: write, read, pause, delete. See <see cref="ScheduleLists"/> for lists.</summary>
public sealed class ScheduleCatalog(
    ScheduleStore store,
    FireDrafter drafter,
    CalendarCache calendars,
    Entropy entropy,
    TimeProvider time,
    ILogger<ScheduleCatalog> logger)
{
    private const int Tries = 5;

    /// <summary>
    /// Creates or changes a schedule. What was due before runs by the old definition, what is due later by the new one.
    /// </summary>
    /// <param name="by">Who asks.</param>
    /// <param name="job">Of which job.</param>
    /// <param name="id">A valid <see cref="Identifier"/>.</param>
    /// <param name="definition">All of it.</param>
    /// <param name="pause">Pauses or resumes with the same write; null leaves it as it is.</param>
    /// <param name="condition">What must hold.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusalException">Invalid definition; no such job; or the condition does not hold.</exception>
    public async Task<Written<ScheduleRecord>> PutAsync(
        Caller by,
        string job,
        string id,
        ScheduleDefinition definition,
        SchedulePauseWish? pause,
        WriteCondition condition,
        CancellationToken cancellation)
    {
        Check(definition);
        var wish = new ScheduleWish(definition, pause);
        return await WriteAsync(by, new ScheduleIdentity(by.Tenant, job, id), _ => wish, creates: true, condition, cancellation);
    }

    /// <summary>Changes a schedule by what it is now, like <see cref="PutAsync"/>.</summary>
    /// <param name="by">Who asks.</param>
    /// <param name="job">Of which job.</param>
    /// <param name="id">Which.</param>
    /// <param name="change">Makes the new one; called again with the newer schedule when another write was faster.</param>
    /// <param name="condition">What must hold.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusalException">There is no such schedule, the definition is invalid, or the condition does not hold.</exception>
    public async Task<ScheduleRecord> ChangeAsync(
        Caller by,
        string job,
        string id,
        Func<ScheduleRecord, ScheduleWish> change,
        WriteCondition condition,
        CancellationToken cancellation)
    {
        var written = await WriteAsync(by, new ScheduleIdentity(by.Tenant, job, id), old =>
        {
            var wish = change(old!);
            Check(wish.Definition);
            return wish;
        }, creates: false, condition, cancellation);
        return written.Record;
    }

    /// <exception cref="RefusalException">There is none.</exception>
    public async Task<ScheduleRecord> GetAsync(string tenant, string job, string id, CancellationToken cancellation)
    {
        var (schedule, input) = await FindWithInputAsync(new ScheduleIdentity(tenant, job, id), null, cancellation)
            ?? throw RefusalException.NotFound("schedule", id);
        return await CompleteAsync(schedule, input, cancellation);
    }

    /// <summary>Nothing new starts afterwards. Runs that are already due go on or are canceled, by choice.</summary>
    /// <exception cref="RefusalException">There is no such schedule; or the condition does not hold.</exception>
    public async Task DeleteAsync(
        Caller by, string job, string id, bool withdrawPending, WriteCondition condition, CancellationToken cancellation)
    {
        var identity = new ScheduleIdentity(by.Tenant, job, id);
        await store.ChangeAsync(
            by, identity, condition, (_, _) => Task.FromResult<ScheduleRecord?>(null), withdrawPending, creates: false, cancellation);
        logger.ScheduleDeleted(by.Tenant, job, id, by.Actor);
    }

    /// <summary>No fires from now on. Runs that are due and have not started go on or are canceled, by choice.</summary>
    /// <param name="by">Who asks.</param>
    /// <param name="job">Of which job.</param>
    /// <param name="id">Which.</param>
    /// <param name="note">Why.</param>
    /// <param name="until">When it resumes by itself; null: never.</param>
    /// <param name="withdrawPending">Whether runs that are due and have not started are canceled.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusalException">There is no such schedule; or the time is over.</exception>
    public async Task<ScheduleRecord> PauseAsync(
        Caller by, string job, string id, string? note, DateTimeOffset? until, bool withdrawPending, CancellationToken cancellation)
    {
        if (until <= time.GetUtcNow())
        {
            throw RefusalException.Invalid("until", "must be in the future");
        }

        return await SetPauseAsync(by, job, id, now => new SchedulePause(now, by.Actor, note, until), withdrawPending, cancellation);
    }

    /// <summary>Fires from now on.</summary>
    /// <exception cref="RefusalException">There is no such schedule.</exception>
    public Task<ScheduleRecord> ResumeAsync(Caller by, string job, string id, CancellationToken cancellation) =>
        SetPauseAsync(by, job, id, static _ => null, withdraw: false, cancellation);

    /// <summary>The schedule as it is stored; null when there is none.</summary>
    internal Task<ScheduleRecord?> FindAsync(ScheduleIdentity identity, CancellationToken cancellation) =>
        store.FindAsync(identity, cancellation);

    /// <summary>The schedule and its input, which a concurrent write may have replaced.</summary>
    /// <param name="identity">Which.</param>
    /// <param name="read">As it was read a moment ago; null: it is read now.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Null when there is none.</returns>
    internal async Task<(ScheduleRecord Stored, RawJson? Input)?> FindWithInputAsync(
        ScheduleIdentity identity, ScheduleRecord? read, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            if ((read ?? await FindAsync(identity, cancellation)) is not { } stored)
            {
                return null;
            }

            try
            {
                return (stored, await drafter.InputAsync(stored.Firing.Definition, stored.Firing.InputBlob, cancellation));
            }
            catch (RefusalException refusal) when (refusal.Kind == RefusalKind.NotFound && tries < Tries)
            {
                read = null;
            }
        }
    }

    /// <summary>A schedule of a list with all that <see cref="GetAsync"/> shows; null when it is gone meanwhile.</summary>
    internal async ValueTask<ScheduleRecord?> TryCompleteAsync(ScheduleRecord read, CancellationToken cancellation) =>
        await FindWithInputAsync(read.Identity, read, cancellation) is var (schedule, input)
            ? await CompleteAsync(schedule, input, cancellation)
            : null;

    private static void Check(ScheduleDefinition definition)
    {
        var errors = new ErrorList();
        ScheduleRules.Check(definition, errors);
        errors.ThrowIfAny();
    }

    private async Task<Written<ScheduleRecord>> WriteAsync(
        Caller by,
        ScheduleIdentity identity,
        Func<ScheduleRecord?, ScheduleWish> decide,
        bool creates,
        WriteCondition condition,
        CancellationToken cancellation)
    {
        RawJson? input = null;
        (string? Input, string? Blob)? stored = null;
        var written = await store.ChangeAsync(by, identity, condition, async (old, now) =>
        {
            var before = old is null ? null : old.Firing.Definition with { Input = await TryInputAsync(old.Firing, cancellation) };
            var wish = decide(old is null ? null : old with { Definition = before! });
            var resolved = wish.Definition with { Spec = SpecDefaults.Resolve(wish.Definition.Spec, now, before?.Spec) };
            input = resolved.Input;
            await CheckCalendarsAsync(identity, resolved.Spec, before?.Spec, now, cancellation);
            var isSame = before is not null && Text(before) == Text(resolved);
            if (!isSame && (stored is null || stored.Value.Input != input?.Text))
            {
                stored = (input?.Text, (await store.KeepInputAsync(identity, resolved, cancellation)).Blob);
            }

            var (kept, blob) = isSame
                ? (old!.Firing.Definition, old.Firing.InputBlob)
                : (stored!.Value.Blob is null ? resolved : resolved with { Input = null }, stored.Value.Blob);
            var paused = Wish(wish.Pause, old?.Firing.Pause, by.Actor, now);
            return new ScheduleRecord
            {
                JobId = identity.Job,
                Definition = resolved,
                Pause = paused,
                LastFireAt = old?.LastFireAt,
                UpdatedAt = now,
                Firing = new FiringSchedule
                {
                    Identity = identity,
                    Definition = kept,
                    InputBlob = blob,
                    Seed = old?.Firing.Seed ?? NewSeed(),
                    Pause = paused,
                    State = old?.Firing.State ?? new ScheduleState(),
                    Alarm = old?.Firing.Alarm ?? "",
                },
            };
        }, withdraw: false, creates, cancellation);
        return written! with { Record = await CompleteAsync(written.Record, input, cancellation) };
    }

    private async Task<ScheduleRecord> SetPauseAsync(
        Caller by, string job, string id, Func<DateTimeOffset, SchedulePause?> pause, bool withdraw, CancellationToken cancellation)
    {
        var identity = new ScheduleIdentity(by.Tenant, job, id);
        var written = await store.ChangeAsync(by, identity, WriteCondition.None, (old, now) =>
        {
            var next = pause(now);
            return Task.FromResult<ScheduleRecord?>(old! with { Pause = next, UpdatedAt = now, Firing = old.Firing with { Pause = next } });
        }, withdraw, creates: false, cancellation);
        return await FindWithInputAsync(identity, written!.Record, cancellation) is var (schedule, input)
            ? await CompleteAsync(schedule, input, cancellation)
            : throw RefusalException.NotFound("schedule", id);
    }

    /// <summary>Adds what is not in the row: the next time, and an input that may be in a blob.</summary>
    private async Task<ScheduleRecord> CompleteAsync(ScheduleRecord schedule, RawJson? input, CancellationToken cancellation)
    {
        var firing = schedule.Firing;
        var used = await calendars.GetManyAsync(schedule.Tenant, firing.Definition.Spec.Calendars.Select(use => use.Id), cancellation);
        return schedule with
        {
            Definition = firing.Definition with { Input = input },
            InBlobs = firing.InputBlob is null || input is null ? 0 : JsonSize.Of(input.Text),
            NextFireAt = FirePlanner.NextFire(firing, used, time.GetUtcNow()),
            Runs = firing.State.RunsBy(time.GetUtcNow()),
        };
    }

    /// <summary>Null also when a concurrent write has replaced it: then this write fails too, and is retried.</summary>
    private async Task<RawJson?> TryInputAsync(FiringSchedule firing, CancellationToken cancellation)
    {
        try
        {
            return await drafter.InputAsync(firing.Definition, firing.InputBlob, cancellation);
        }
        catch (RefusalException refusal) when (refusal.Kind == RefusalKind.NotFound)
        {
            return null;
        }
    }

    private async Task CheckCalendarsAsync(
        ScheduleIdentity identity, ScheduleSpec spec, ScheduleSpec? before, DateTimeOffset now, CancellationToken cancellation)
    {
        var errors = new ErrorList();
        var used = await calendars.GetManyAsync(identity.Tenant, spec.Calendars.Select(use => use.Id), cancellation);
        for (var i = 0; i < spec.Calendars.Count; i++)
        {
            if (!used.ContainsKey(spec.Calendars[i].Id))
            {
                errors.Add(
                    string.Create(System.Globalization.CultureInfo.InvariantCulture, $"spec.calendars[{i}].id"),
                    $"there is no calendar '{spec.Calendars[i].Id}'; PUT it first");
            }
        }

        if (errors.IsEmpty && (before is null || Text(before) != Text(spec)))
        {
            // A spec that is written back unchanged may have ended in the meantime.
            ScheduleRules.CheckFires(spec, identity, used, now.AddMilliseconds(-1), "spec", errors);
        }

        errors.ThrowIfAny();
    }

    private static SchedulePause? Wish(SchedulePauseWish? wish, SchedulePause? present, string actor, DateTimeOffset now)
    {
        if (wish is null)
        {
            return present;
        }

        if (!wish.Paused)
        {
            return null;
        }

        var note = wish.Note ?? present?.Note;
        var until = wish.Until ?? present?.Until;
        if (wish.Until is { } asked && asked <= now && asked != present?.Until)
        {
            throw RefusalException.Invalid("resumeAt", "must be in the future");
        }

        return present is not null && present.Note == note && present.Until == until
            ? present
            : new SchedulePause(present?.At ?? now, present?.By ?? actor, note, until);
    }

    private static string Text(ScheduleDefinition definition) =>
        JsonSerializer.Serialize(definition, ScheduleJson.Compact.ScheduleDefinition);

    private static string Text(ScheduleSpec spec) => JsonSerializer.Serialize(spec, ScheduleJson.Compact.ScheduleSpec);

    private string NewSeed()
    {
        var seed = new byte[HMACSHA256.HashSizeInBytes];
        entropy.Fill(seed);
        return Convert.ToHexStringLower(seed);
    }
}
