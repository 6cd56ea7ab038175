using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using JobScheduler.Jobs;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;
using JobScheduler.Targets;

namespace JobScheduler.Runs;

/// <summary>Turns requests into runs: binds the version of the job, chooses shard and place, moves large content to blobs.</summary>
public sealed class RunDrafter(
    ShardMap map, JobCache jobs, Dispatch dispatch, Payloads payloads, IStorage storage, Entropy entropy, TimeProvider time)
{
    /// <summary>Targets of up to this many characters are kept in the row.</summary>
    private const int InlineTarget = 6_000;

    /// <summary>So that 32 runs, each with a copy in its token, fit into a commit of 4 MiB.</summary>
    private const int LargestSpec = 24_000;

    private const string Json = "application/json";

    /// <summary>Drafts one run.</summary>
    /// <param name="by">The caller.</param>
    /// <param name="request">The request, already validated.</param>
    /// <param name="origin">The schedule that it belongs to; null: none.</param>
    /// <param name="spreadTo">The shard of a run that may be in any.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    internal async Task<RunDraft> DraftAsync(Caller by, RunRequest request, RunOrigin? origin, int spreadTo, CancellationToken cancellation)
    {
        var cached = request.JobId is null ? null : await jobs.GetAsync(by.Tenant, request.JobId, cancellation);
        var job = request.JobId is null ? null : cached?.Record ?? throw RefusalException.NotFound("job", request.JobId);
        var definition = job?.Definition;
        var now = Timestamp.Cut(time.GetUtcNow());
        var due = Due(request, now);
        var keyHash = request.IdempotencyKey is null ? null : Hash(request.IdempotencyKey);
        var shard = definition?.Placement == Placement.Pinned || origin is not null ? map.OfJob(by.Tenant, job!.Id)
            : keyHash is not null ? map.OfKey(by.Tenant, request.JobId, keyHash)
            : spreadTo;

        var id = RunId.Create(shard, due, entropy.NextBits());
        var spec = await FillAsync(id, new RunSpec
        {
            Tenant = by.Tenant,
            JobId = job?.Id,
            JobVersion = job?.Version,
            ScheduleId = origin?.ScheduleId,
            Gate = origin?.Gate,
            Overlap = origin?.Overlap,
            Name = request.Name,
            Target = request.Target ?? definition!.Target,
            HasInputOfJob = job is not null && request.Input is null ? true : null,
            Priority = request.Priority ?? definition?.Priority ?? Priority.Normal,
            Retry = request.Retry ?? definition?.Retry ?? new RetryPolicy(),
            Timeouts = request.Timeouts ?? definition?.Timeouts ?? new Timeouts(),
            Labels = Labels(definition?.Labels, request.Labels),
            Retention = request.Retention ?? definition?.Retention ?? TimeSpan.FromDays(30),
            NominalAt = due,
            CreatedAt = now,
            DueAt = due,
            CreatedBy = by.Actor,
            KeyHash = keyHash,
        }, definition, request.Input ?? definition?.Input, cancellation);

        var step = new RunStep { DueAt = due, SeenAt = job?.Pause is null ? cached?.ReadAt : null };
        return await PlaceAsync(
            id,
            shard,
            spec,
            step,
            job?.Pause is not null,
            keyHash is null ? null : new KeyRecord(id, origin?.Asked is { } asked ? Hash(asked) : Fingerprint(request)),
            cancellation);
    }

    /// <summary>Drafts a run of a schedule, in the shard of its job.</summary>
    /// <param name="id">The id, derived from the seed of the schedule.</param>
    /// <param name="cached">The job.</param>
    /// <param name="fire">What the fire determines of the run; the rest comes from the job.</param>
    /// <param name="input">The input of the schedule; null: that of the job.</param>
    /// <param name="withInput">False: the run will not be executed, and needs no input.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    internal async Task<OpenRun> DraftFireAsync(
        string id, CachedRecord<JobRecord> cached, RunSpec fire, RawJson? input, bool withInput, CancellationToken cancellation)
    {
        var job = cached.Record!;
        var spec = await FillAsync(id, fire with
        {
            JobVersion = job.Version,
            Target = job.Definition.Target,
            HasInputOfJob = input is null ? true : null,
            Retry = job.Definition.Retry,
            Timeouts = job.Definition.Timeouts,
            Labels = job.Definition.Labels,
            Retention = job.Definition.Retention,
        }, withInput ? job.Definition : null, withInput ? input ?? job.Definition.Input : null, cancellation);
        var step = new RunStep { DueAt = spec.DueAt, SeenAt = job.Pause is null ? cached.ReadAt : null };
        return new OpenRun(id, spec, JsonSerializer.Serialize(spec, RunJson.Compact.RunSpec), step, default);
    }

    /// <summary>
    /// Drafts a run that repeats an ended one, in its shard. With the current definition it takes the current input of the job as well,
    /// unless it is given one or the old run had its own.
    /// </summary>
    /// <exception cref="RefusalException">Its job was deleted; or it has none, of which there is a current definition.</exception>
    internal async Task<RunDraft> DraftAgainAsync(
        RunRecord old,
        RawJson? input,
        bool currentDefinition,
        string actor,
        string id,
        KeyRecord? key,
        string? keyHash,
        CancellationToken cancellation)
    {
        var cached = old.Spec.JobId is not { } jobId ? null
            : currentDefinition ? await jobs.ReadAsync(old.Spec.Tenant, jobId, cancellation)
            : await jobs.GetAsync(old.Spec.Tenant, jobId, cancellation);
        if (cached is { Record: null, IsUnreadable: false })
        {
            throw RefusalException.Conflict($"job '{old.Spec.JobId}' was deleted; create it again first (PUT)");
        }

        if (currentDefinition && cached?.Record is null)
        {
            throw RefusalException.Invalid(
                "definition", cached is null ? "the run has no job; only \"original\" is possible" : "the job cannot be read");
        }

        RunId.TryParse(old.Id, map.Count, out var shard);
        var now = Timestamp.Cut(time.GetUtcNow());
        var spec = old.Spec with
        {
            CreatedAt = now,
            DueAt = now,
            CreatedBy = actor,
            RedriveOf = old.Id,
            KeyHash = keyHash,
            BatchId = null,
            Gate = null,
            Overlap = null,
            IsAwaited = false,
            Missed = null,
        };
        if (currentDefinition && cached!.Record is { } job)
        {
            spec = spec with
            {
                JobVersion = job.Version,
                Target = job.Definition.Target,
                TargetBlob = null,
                TargetHost = null,
                Priority = job.Definition.Priority,
                Retry = job.Definition.Retry,
                Timeouts = job.Definition.Timeouts,
                Retention = job.Definition.Retention,
            };
        }

        // The blobs of the old run are deleted with it; the new one gets its own.
        if (spec.TargetBlob is not null)
        {
            spec = spec with { Target = await ReadTargetAsync(spec, cancellation), TargetBlob = null, TargetHost = null };
        }

        if (input is not null)
        {
            spec = spec with { HasInputOfJob = null };
        }
        else if (currentDefinition && spec.HasInputOfJob == true)
        {
            input = cached!.Record!.Definition.Input;
        }
        else if (spec.Input is not null)
        {
            input = new RawJson(Encoding.UTF8.GetString((await payloads.ReadAsync(spec.Input, cancellation)).Span));
        }

        // What is limited is what the job does now, whichever definition is repeated.
        spec = await FillAsync(id, spec with { Input = null }, cached?.Record?.Definition, input, cancellation);
        var paused = cached?.Record?.Pause is not null;
        return await PlaceAsync(
            id, shard, spec, new RunStep { DueAt = now, SeenAt = paused ? null : cached?.ReadAt }, paused, key, cancellation);
    }

    /// <summary>The target, from the row or its blob.</summary>
    /// <exception cref="RefusalException">The blob is gone.</exception>
    public async ValueTask<Target> ReadTargetAsync(RunSpec spec, CancellationToken cancellation)
    {
        if (spec.Target is not null)
        {
            return spec.Target;
        }

        return spec.TargetBlob is not null
            && await storage.Blobs.GetAsync(spec.TargetBlob, 0, cancellation) is { } content
            && JsonSerializer.Deserialize(content.Span, RunJson.Default.Target) is { } target
            ? target
            : throw RefusalException.NotFound("target", spec.TargetBlob ?? "");
    }

    private static DateTimeOffset Due(RunRequest request, DateTimeOffset now)
    {
        var due = request.At is { } at ? Timestamp.Cut(at) : request.After is { } after ? now + after : now;
        return due > now ? due : now;
    }

    private async Task<RunDraft> PlaceAsync(
        string id, int shard, RunSpec spec, RunStep step, bool paused, KeyRecord? key, CancellationToken cancellation)
    {
        var text = JsonSerializer.Serialize(spec, RunJson.Compact.RunSpec);
        var horizon = time.GetUtcNow() + RunPlaces.Lookahead;
        var place = await dispatch.ChooseAsync(spec, step.DueAt, horizon, paused, cancellation);
        return new RunDraft(new OpenRun(id, spec, text, step, default), place, shard, key);
    }

    /// <summary>Adds the input, binds the run to the limits of its job, and moves what is large into blobs.</summary>
    private async Task<RunSpec> FillAsync(
        string id, RunSpec spec, JobDefinition? definition, RawJson? input, CancellationToken cancellation)
    {
        spec = LimitBinder.Bind(spec, definition, input);
        var target = JsonSerializer.Serialize(spec.Target!, RunJson.Compact.Target);
        byte[] content = input is null ? [] : Encoding.UTF8.GetBytes(input.Text);
        var bare = JsonSerializer.Serialize(spec with { Target = null }, RunJson.Compact.RunSpec).Length;
        var inlineTarget = target.Length <= InlineTarget;

        // The worst case, with each character of the input escaped: a few more large inputs than necessary go to a blob.
        var inlineInput = bare + (inlineTarget ? target.Length : 0) + 2 * content.Length <= LargestSpec;
        if (!inlineTarget)
        {
            var blob = RunBlobs.Target(id);
            await storage.Blobs.PutAsync(blob, Encoding.UTF8.GetBytes(target), cancellation);
            spec = spec with { TargetHost = TargetClass.Of(spec.Target).Host, Target = null, TargetBlob = blob };
        }

        return input is null
            ? spec
            : spec with { Input = await payloads.KeepAsync(RunBlobs.Input(id), Json, content, inlineInput, cancellation) };
    }

    private static IReadOnlyDictionary<string, string> Labels(
        IReadOnlyDictionary<string, string>? job, IReadOnlyDictionary<string, string> own)
    {
        if (job is null || job.Count == 0 || own.Count == 0)
        {
            return own.Count > 0 ? own : job ?? own;
        }

        var labels = new Dictionary<string, string>(job);
        foreach (var (key, value) in own)
        {
            labels[key] = value;
        }

        return labels;
    }

    /// <summary>32 hexadecimal digits.</summary>
    internal static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    /// <summary>The fingerprint of the whole request, without the key.</summary>
    private static string Fingerprint(RunRequest request) => Hash(RequestText.Of(request));
}
