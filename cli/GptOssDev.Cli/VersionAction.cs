using System.CommandLine;
using System.CommandLine.Invocation;
using GptOssDev.Client;

namespace GptOssDev.Cli;

/// <summary>Prints the program's version.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(ProductVersion.Current);
        return ExitCodes.Done;
    }
}
