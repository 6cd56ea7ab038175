using System.Globalization;
using System.Text;

namespace JobScheduler.Api.Http;

/// <summary>
/// Where the reader is in a body, as steps. It becomes a text only for an error that is listed: for each valid member, paths would be many
/// times as large as the members.
/// </summary>
internal sealed class FieldPath
{
    private readonly List<(string? Member, int Index)> _steps = [];

    /// <summary>Whether this is the body as a whole.</summary>
    public bool IsRoot => _steps.Count == 0;

    /// <summary>Goes into a member; <see cref="Leave"/> goes back.</summary>
    public void Enter(string member) => _steps.Add((member, 0));

    /// <summary>Goes to an item; <see cref="Leave"/> goes back.</summary>
    public void Enter(int index) => _steps.Add((null, index));

    /// <summary>Goes back to where the last step began.</summary>
    public void Leave() => _steps.RemoveAt(_steps.Count - 1);

    /// <summary>The path of a member of what is here.</summary>
    public string Of(string member) => ErrorList.Path(ToString(), MemberName.Shown(member));

    /// <summary>As the API writes it: <c>retry.delays[2]</c>. Empty for the body as a whole.</summary>
    public override string ToString()
    {
        var path = new StringBuilder();
        foreach (var (member, index) in _steps)
        {
            if (member is null)
            {
                path.Append(CultureInfo.InvariantCulture, $"[{index}]");
            }
            else
            {
                path.Append(path.Length > 0 ? "." : "").Append(MemberName.Shown(member));
            }
        }

        return path.ToString();
    }
}
