using System.Text.Json;
using JobScheduler.Infra.Tests.Compiling;

namespace JobScheduler.Infra.Tests.Deployment;

/// <summary>Predicts deployments with the compiler's snapshots, which know neither Azure nor the network.</summary>
public sealed class PredictedDeployment : IAsyncLifetime
{
    internal const string Operator = "00000000-0000-0000-0000-000000000003";

    // Beside the assembly: a .bicepparam file may name its template by a relative path only.
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "predicted")).FullName;
    private Prediction? _default;
    private Prediction? _withOperator;

    /// <summary>With the required parameters only.</summary>
    internal Prediction Default => Made(_default);

    /// <summary>With an operator, and nothing kept ready.</summary>
    internal Prediction WithOperator => Made(_withOperator);

    public async ValueTask InitializeAsync()
    {
        if (Bicep.IsThere)
        {
            _default = await PredictAsync("default");
            _withOperator = await PredictAsync(
                "operator", $"param operatorPrincipalId = '{Operator}'", "param alwaysReadyInstances = 0");
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static Prediction Made(Prediction? prediction)
    {
        Bicep.SkipWithout();
        return prediction!;
    }

    private async Task<Prediction> PredictAsync(string name, params string[] more)
    {
        var file = Path.Combine(_folder, name + ".bicepparam");
        var main = Path.GetRelativePath(_folder, Bicep.Main).Replace('\\', '/');
        await File.WriteAllLinesAsync(file,
        [
            $"using '{main}'",
            "param environmentName = 'test'",
            "param location = 'northeurope'",
            "param administratorKey = 'infra-tests-key-0123456789'",
            .. more,
        ]);
        var ended = await Bicep.RunAsync("snapshot", "--mode", "overwrite", "--location", "northeurope", "--deployment-name", name,
            "--subscription-id", "00000000-0000-0000-0000-000000000001", "--tenant-id", "00000000-0000-0000-0000-000000000002", file);
        Assert.True(ended.Code == 0, ended.Errors);
        return new Prediction(JsonDocument.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(file, ".snapshot.json"))));
    }
}
