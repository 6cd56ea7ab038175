using Azure;

namespace JobScheduler.Storage.Azure;

/// <summary>Tells the two things apart that the service answers with 404.</summary>
internal static class Missing
{
    /// <summary>Whether it is the table that is missing, not the entity: to read that as "no such row" would be to forget everything.</summary>
    public static bool IsTable(Response response) =>
        response.Status == 404 && response.Content.ToString().Contains("TableNotFound", StringComparison.Ordinal);
}
