using System.Text.Json;
using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>How a run of the program ended and what it said.</summary>
internal sealed record ProgramResult(int Code, string Output, string Errors, TimeSpan Time)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>The program failed as it should: this code, nothing on standard output, one clear line on the other.</summary>
    public void AssertOneLine(int code, params string[] parts)
    {
        Assert.True(Code == code && Output.Length == 0, ToString());
        var line = Errors.TrimEnd('\n');
        Assert.True(line.StartsWith("gptoss: ", StringComparison.Ordinal) && !line.Contains('\n'), ToString());
        AssertNoTrace();
        foreach (var part in parts)
        {
            Assert.Contains(part, line, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>Nothing a person could not read: no stack trace, no type of an exception.</summary>
    public void AssertNoTrace()
    {
        Assert.DoesNotContain("   at ", Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected: ", Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", Errors, StringComparison.Ordinal);
    }

    public void AssertCode(int code)
    {
        Assert.True(Code == code, ToString());
        AssertNoTrace();
    }

    public override string ToString() =>
        $"exit {Code} after {Time.TotalSeconds:0.00} s\n{Output}\n-- errors:\n{Errors}";
}
