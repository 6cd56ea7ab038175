namespace JobScheduler.Storage.Azure;

/// <summary>What a person can do about an error of the account.</summary>
internal static class AzureAdvice
{
    public const string Defect = "This is a bug in the driver; please report it.";

    public const string Identity =
        $"Check that this machine has the identity that {ConnectionKeys.Connection} requires "
        + $"({ConnectionKeys.ClientId}, {ConnectionKeys.Credential}), or sign in with a developer tool.";

    public const string Gone =
        "It was deleted while in use. Stop, restore it or decide to start from scratch, and start again: a start creates what is missing.";

    /// <summary>After 401 and 403.</summary>
    public static string Refused(AzurePart part, string? code) => code switch
    {
        "KeyBasedAuthenticationNotPermitted" =>
            $"The account does not accept keys: name it with {ConnectionKeys.AccountName} and use an identity.",
        "AuthorizationPermissionMismatch" => Role(part),
        "AuthenticationFailed" => Key,
        _ => $"{Key} {Role(part)} Otherwise the account's network rules may block this machine.",
    };

    private static string Key =>
        $"With a connection string, check the key in {ConnectionKeys.Connection}, "
        + "and that the machine's clock is accurate to within 15 minutes.";

    private static string Role(AzurePart part) =>
        $"With an identity, give it the role Storage {part} Data Contributor on the account; this takes a few minutes to take effect.";
}
