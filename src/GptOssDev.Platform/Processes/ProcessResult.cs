namespace GptOssDev.Platform.Processes;

/// <summary>What a program printed and how it ended; <paramref name="ErrorText"/> is the tail of standard error.</summary>
public sealed record ProcessResult(ProcessOutcome End, int ExitCode, byte[] Output, string ErrorText)
{
    public bool Succeeded => End == ProcessOutcome.Exited && ExitCode == 0;

    /// <summary>The output as UTF-8; bytes that are not UTF-8 become replacement characters.</summary>
    public string OutputText => System.Text.Encoding.UTF8.GetString(Output);
}
