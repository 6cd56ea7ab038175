using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Jobs;

/// <summary>Lists of jobs and of their versions.</summary>
public sealed class JobLists(IStorage storage, ShardMap map)
{
    /// <summary>Jobs by id, merged over the shards. With a filter a page may be short although more follow.</summary>
    public async Task<Page<JobRecord>> JobsAsync(string tenant, JobQuery filter, PageRequest page, CancellationToken cancellation)
    {
        var prefix = Keys.JobPrefix(tenant);
        var after = PageMark.Read(page.Continuation, "jobs");
        var reads = Enumerable.Range(0, map.Count).Select(async shard =>
        {
            var query = RowQuery.Prefix(ShardMap.Partition(shard), prefix) with { From = after is null ? prefix : prefix + after + "-", Limit = page.Limit };
            return await storage.Tables.ReadAsync(query, cancellation);
        });
        var pages = await Task.WhenAll(reads);

        // What lies beyond the end of a page that goes on is not known, so the merged page ends there.
        var horizon = pages.Where(found => found.Continuation is not null && found.Rows.Count > 0).Select(found => found.Rows[^1].Key).Min(StringComparer.Ordinal);
        var rows = pages.SelectMany(found => found.Rows)
            .Where(row => horizon is null || string.CompareOrdinal(row.Key, horizon) <= 0)
            .OrderBy(row => row.Key, StringComparer.Ordinal)
            .ToList();
        var taken = rows.Take(page.Limit).ToList();
        var jobs = new List<JobRecord>();
        foreach (var row in taken.Where(row => !JobRow.IsDeleted(row)))
        {
            if (await JobRow.ReadAsync(tenant, JobRow.IdOf(row, tenant), row, storage, cancellation) is { } job && Matches(job, filter))
            {
                jobs.Add(job);
            }
        }

        var more = horizon is not null || rows.Count > taken.Count;
        return new Page<JobRecord>(jobs, more && taken.Count > 0 ? PageMark.Write("jobs", JobRow.IdOf(taken[^1], tenant)) : null);
    }

    /// <summary>Versions, oldest first.</summary>
    public async Task<Page<JobRecord>> VersionsAsync(JobRecord job, PageRequest page, CancellationToken cancellation)
    {
        var prefix = Keys.JobVersionPrefix(job.Tenant, job.Id);
        var after = PageMark.Read(page.Continuation, "versions");
        var query = RowQuery.Prefix(ShardMap.Partition(map.OfJob(job.Tenant, job.Id)), prefix) with
        {
            From = after is null ? prefix : prefix + after + "-",
            Limit = page.Limit,
        };
        var found = await storage.Tables.ReadAsync(query, cancellation);
        var versions = new List<JobRecord>();
        foreach (var row in found.Rows)
        {
            if (await JobRow.ReadAsync(job.Tenant, job.Id, row, storage, cancellation) is { } version)
            {
                versions.Add(version with { Pause = null });
            }
        }

        return new Page<JobRecord>(versions, found.Continuation is not null && found.Rows.Count > 0 ? PageMark.Write("versions", found.Rows[^1].Key[prefix.Length..]) : null);
    }

    private static bool Matches(JobRecord job, JobQuery filter) =>
        (filter.Paused is not { } paused || paused == (job.Pause is not null))
        && (filter.Text is not { Length: > 0 } text
            || job.Id.Contains(text, StringComparison.OrdinalIgnoreCase)
            || job.Definition.Name?.Contains(text, StringComparison.OrdinalIgnoreCase) == true
            || job.Definition.Description?.Contains(text, StringComparison.OrdinalIgnoreCase) == true)
        && filter.Labels.All(label => job.Definition.Labels.TryGetValue(label.Key, out var value) && value == label.Value);
}
