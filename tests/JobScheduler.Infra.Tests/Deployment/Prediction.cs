using System.Text.Json;

namespace JobScheduler.Infra.Tests.Deployment;

/// <summary>The resources that a deployment of infra/main.bicep would make, with every expression evaluated that can be.</summary>
internal sealed class Prediction
{
    /// <summary>The names of the app in storage begin with it.</summary>
    public const string Prefix = "jobscheduler";

    private readonly JsonElement _root;

    public Prediction(JsonDocument snapshot)
    {
        _root = snapshot.RootElement;
        Resources = [.. _root.GetProperty("predictedResources").EnumerateArray()];
    }

    public IReadOnlyList<JsonElement> Resources { get; }

    public JsonElement Outputs => _root.GetProperty("outputs");

    public JsonElement Storage => Single("Microsoft.Storage/storageAccounts");

    public JsonElement App => Single("Microsoft.Web/sites");

    public IReadOnlyDictionary<string, string> Settings => Single("Microsoft.Web/sites/config").GetProperty("properties")
        .EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetString()!);

    /// <summary>Id of the identity that the app runs as.</summary>
    public string? Identity => Single("Microsoft.ManagedIdentity/userAssignedIdentities").GetProperty("id").GetString();

    public JsonElement Single(string type) => Assert.Single(All(type));

    public IEnumerable<JsonElement> All(string type) =>
        Resources.Where(one => one.GetProperty("type").GetString() == type);

    /// <summary>The last segments of the names, in alphabetic order.</summary>
    public IEnumerable<string> Names(string type) =>
        All(type).Select(one => one.GetProperty("name").GetString()!.Split('/')[^1]).Order(StringComparer.Ordinal);
}
