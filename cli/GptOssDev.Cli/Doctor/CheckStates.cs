namespace GptOssDev.Cli.Doctor;

/// <summary>The states of a check, as the wire names them.</summary>
internal static class CheckStates
{
    public const string Ok = "ok";
    public const string Warning = "warning";
    public const string Problem = "problem";
}
