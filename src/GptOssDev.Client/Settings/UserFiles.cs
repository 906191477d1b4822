namespace GptOssDev.Client.Settings;

/// <summary>The user's files that programs and daemon share. Pure.</summary>
public static class UserFiles
{
    /// <summary>The user's settings.</summary>
    public static string Settings(UserFolders folders) => Path.Combine(folders.Config, "config.json");

    /// <summary>The user's decisions on which repositories to trust.</summary>
    public static string Trust(UserFolders folders) => Path.Combine(folders.State, "trust.json");

    /// <summary>The folder with a marker for each notice the user was told.</summary>
    public static string Notices(UserFolders folders) => Path.Combine(folders.State, "notices");

    /// <summary>The log the daemon writes now; older ones lie beside it.</summary>
    public static string DaemonLog(UserFolders folders) => Path.Combine(folders.Logs, "gptossd.log");
}
