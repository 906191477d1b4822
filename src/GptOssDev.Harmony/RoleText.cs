namespace GptOssDev.Harmony;

/// <summary>The words for roles in a message header.</summary>
internal static class RoleText
{
    public static string Of(Role role) =>
        role switch
        {
            Role.System => "system",
            Role.Developer => "developer",
            Role.User => "user",
            Role.Assistant => "assistant",
            _ => "tool",
        };

    public static bool TryParse(string word, out Role role)
    {
        foreach (var candidate in Enum.GetValues<Role>())
        {
            if (Of(candidate) == word)
            {
                role = candidate;
                return true;
            }
        }
        role = default;
        return false;
    }
}
