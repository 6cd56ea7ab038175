using JobScheduler.Jobs;
using JobScheduler.Text;

namespace JobScheduler.Api.Endpoints;

/// <summary>What several bodies have to hold to, besides their shape.</summary>
internal static class BodyRules
{
    /// <summary>An id in the body is the one of the path.</summary>
    /// <exception cref="RefusalException">422.</exception>
    public static void CheckId(string? given, string id)
    {
        if (given is not null && given != id)
        {
            throw RefusalException.Invalid("id", $"is not the id of the path, {id}; leave it out or make them the same");
        }
    }

    /// <summary>The note of a pause is as long as a description at most.</summary>
    /// <exception cref="RefusalException">422.</exception>
    public static void CheckNote(string? note)
    {
        var errors = new ErrorList();
        TextRules.Check(note, "note", DefinitionRules.LongestDescription, lines: true, errors);
        errors.ThrowIfAny();
    }
}
