using System.Text;
using JobScheduler.Jobs;
using JobScheduler.Targets;

namespace JobScheduler.Runs;

/// <summary>Rules for a request for a run.</summary>
public sealed class RunRules(TargetRules targets)
{
    /// <summary>200 characters.</summary>
    public const int LongestKey = 200;

    /// <summary>1 MiB of UTF-8.</summary>
    public const int LargestInput = 1024 * 1024;

    public const string KeyRule = "must be 1 to 200 printable ASCII characters";

    private const string OnlyWithoutJob = "is allowed only without a job; a run of a job takes the job's";

    /// <exception cref="RefusalException">The request is invalid; with all errors, by the field paths of the API.</exception>
    public void Check(RunRequest request)
    {
        var errors = new ErrorList();
        Check(request, errors);
        errors.ThrowIfAny();
    }

    /// <summary>Adds all errors, by the field paths of the API. No I/O.</summary>
    public void Check(RunRequest request, ErrorList errors)
    {
        MemberBounds.Check(request, "", errors);
        CheckWhat(request, errors);
        CheckWhen(request, errors);
        LabelRules.Check(request.Labels, "labels", errors);
        if (request.Input is { } input && Encoding.UTF8.GetByteCount(input.Text) > LargestInput)
        {
            errors.Add("input", $"has more than {LargestInput} bytes");
        }

        if (request.IdempotencyKey is { } key && !IsKey(key))
        {
            errors.Add("idempotencyKey", KeyRule);
        }
    }

    /// <summary>Whether the text can be an idempotency key.</summary>
    public static bool IsKey(string text) => text.Length is > 0 and <= LongestKey && text.All(c => c is >= ' ' and <= '~');

    private void CheckWhat(RunRequest request, ErrorList errors)
    {
        if (request.JobId is null == request.Target is null)
        {
            errors.Add("target", "give either a job or a target", "jobId");
        }

        if (request.JobId is not null)
        {
            CheckOfJob(request, errors);
            return;
        }

        if (request.Target is not null)
        {
            targets.Check(request.Target, "target", errors);
        }

        if (request.Retry is { } retry)
        {
            RetryRules.Check(retry, "retry", errors);
        }

        if (request.Timeouts is { } timeouts)
        {
            TimeoutRules.Check(timeouts, "timeouts", errors);
        }
    }

    private static void CheckOfJob(RunRequest request, ErrorList errors)
    {
        if (!Identifier.IsValid(request.JobId))
        {
            errors.Add("jobId", $"must be {Identifier.Rule}");
        }

        foreach (var (given, field) in new[]
        {
            (request.Name is not null, "name"), (request.Retry is not null, "retry"),
            (request.Timeouts is not null, "timeouts"), (request.Retention is not null, "retention"),
        })
        {
            if (given)
            {
                errors.Add(field, OnlyWithoutJob);
            }
        }
    }

    private static void CheckWhen(RunRequest request, ErrorList errors)
    {
        if (request.At is not null && request.After is not null)
        {
            errors.Add("after", "give at most one of at and after", "at");
        }

        if (request.Overlap == OverlapChoice.Obey && (request.JobId is null || request.At is not null || request.After is not null))
        {
            errors.Add(
                "overlap",
                "only a run of a job that is due now can obey the overlap rule, which is judged at that moment; use \"ignore\"",
                "jobId",
                "at",
                "after");
        }

        if (request.After > Duration.Longest || request.After < TimeSpan.Zero)
        {
            errors.Add("after", $"must be 0s to {Duration.Format(Duration.Longest)}");
        }
    }
}
