using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using JobScheduler.Shards;

namespace JobScheduler.Runs;

/// <summary>
/// Tokens that authorise heartbeat and completion of one attempt: <c>jsa_</c>, then tenant, run and fence, then an HMAC-SHA-256 of
/// them under the deployment's secret. They need no storage, and expire with the attempt, because its fence does.
/// </summary>
public sealed class CompletionTokens(Deployment deployment)
{
    public const string Prefix = "jsa_";

    public string Create(string tenant, string runId, long fence)
    {
        var subject = string.Create(CultureInfo.InvariantCulture, $"{tenant}~{runId}~{fence}");
        return $"{Prefix}{subject}~{Convert.ToHexStringLower(Sign(subject))}";
    }

    /// <summary>Reads a token and checks its signature in constant time; false if it is invalid.</summary>
    public bool TryRead(string token, out CompletionGrant grant)
    {
        grant = new CompletionGrant("", "", 0);
        if (!token.StartsWith(Prefix, StringComparison.Ordinal) || token.Length > 300)
        {
            return false;
        }

        var end = token.LastIndexOf('~');
        if (end <= Prefix.Length)
        {
            return false;
        }

        var subject = token[Prefix.Length..end];
        var expected = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Sign(subject)));
        if (!CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(token[(end + 1)..])))
        {
            return false;
        }

        var parts = subject.Split('~');
        if (parts.Length != 3 || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var fence))
        {
            return false;
        }

        grant = new CompletionGrant(parts[0], parts[1], fence);
        return true;
    }

    private byte[] Sign(string subject) => HMACSHA256.HashData(deployment.Secret, Encoding.UTF8.GetBytes("completion\n" + subject));
}

/// <summary>What a completion token allows: heartbeat and completion of this attempt.</summary>
public sealed record CompletionGrant(string Tenant, string RunId, long Fence);
