using JobScheduler.Jobs;

namespace JobScheduler.Schedules;

/// <summary>What a request for a run of a schedule must be.</summary>
public static class TriggerRules
{
    /// <summary>Adds all that is wrong, by the field paths of the API. No I/O.</summary>
    public static void Check(TriggerRequest request, ErrorList errors)
    {
        MemberBounds.Check(request, "", errors);
        LabelRules.Check(request.Labels, "labels", errors);
        if (request.At is not null && request.After is not null)
        {
            errors.Add("after", "give at most one of at and after", "at");
        }

        if (request.Overlap == OverlapChoice.Obey && (request.At is not null || request.After is not null))
        {
            errors.Add(
                "overlap",
                "only a run that is due now can obey the overlap rule, which is judged at that moment; use \"ignore\"",
                "at",
                "after");
        }
    }
}
