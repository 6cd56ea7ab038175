using System.Text.Json;

namespace JobScheduler.Infra.Tests.Deployment;

public class RolesTests(PredictedDeployment deployment)
{
    private const string RoleAssignments = "Microsoft.Authorization/roleAssignments";

    private static readonly IReadOnlyDictionary<string, string> StorageRoles = new Dictionary<string, string>
    {
        ["Storage Blob Data Owner"] = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
        ["Storage Queue Data Contributor"] = "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
        ["Storage Table Data Contributor"] = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
    };

    private readonly Prediction _default = deployment.Default;

    [Fact]
    public void Identity_has_the_roles_it_needs_and_no_other()
    {
        var expected = StorageRoles.Values.Select(role => $"Microsoft.Storage/storageAccounts {role}")
            .Append("Microsoft.Insights/components 3913510d-42f4-4e42-8a64-420c390055eb")
            .Append("Microsoft.KeyVault/vaults 4633458b-17de-408a-b874-0445c86b69e6");

        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            _default.All(RoleAssignments).Select(ScopeAndRole).Order(StringComparer.Ordinal));
        Assert.All(
            _default.All(RoleAssignments),
            one => Assert.Contains($"[reference('{_default.Identity}'", Principal(one), StringComparison.Ordinal));
    }

    [Fact]
    public void Operator_gets_the_data_and_no_secret()
    {
        var granted = deployment.WithOperator.All(RoleAssignments)
            .Where(one => Principal(one) == PredictedDeployment.Operator).Select(ScopeAndRole);

        Assert.Equal(
            StorageRoles.Values.Select(role => $"Microsoft.Storage/storageAccounts {role}").Order(StringComparer.Ordinal),
            granted.Order(StringComparer.Ordinal));
    }

    private static string? Principal(JsonElement assignment) =>
        assignment.GetProperty("properties").GetProperty("principalId").GetString();

    private static string ScopeAndRole(JsonElement assignment)
    {
        var id = assignment.GetProperty("id").GetString()!.Split("/providers/");
        var scope = string.Join('/', id[^2].Split('/')[..2]);
        var role = assignment.GetProperty("properties").GetProperty("roleDefinitionId").GetString()!.Split('/')[^1];
        return $"{scope} {role}";
    }
}
