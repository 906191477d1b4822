using GptOssDev.Client;
using GptOssDev.Server;
using GptOssDev.Server.Host;

// Program owns the console.
#pragma warning disable RS0030

const int Done = 0;
const int BadUsage = 2;
const int BadMachine = 3;

var arguments = DaemonArguments.Parse(args);
if (arguments.Problem is { } problem)
{
    Console.Error.WriteLine("gptossd: " + problem);
    return BadUsage;
}
if (arguments.Mode == DaemonMode.Socket)
{
    Detachment.LeaveSession();
}
using var stop = new ShutdownSignal();
stop.ListenToSignals();
var host = new DaemonHost(ClientEnvironment.Current(), TimeProvider.System);
try
{
    if (arguments.Mode == DaemonMode.Stdio)
    {
        var output = Console.OpenStandardOutput();
        // Standard output carries messages only.
        Console.SetOut(TextWriter.Null);
        await host.RunOnStreamsAsync(Console.OpenStandardInput(), output, stop);
    }
    else if (!await host.RunAtEndpointAsync(stop, SayReady))
    {
        Say(arguments.Mode == DaemonMode.Foreground ? "another daemon is running already" : "running");
    }
    return Done;
}
catch (Exception e) when (e is ServerException or DaemonException)
{
    Console.Error.WriteLine("gptossd: " + e.Message);
    return BadMachine;
}

void SayReady()
{
    Say(arguments.Mode == DaemonMode.Foreground ? "ready, Ctrl-C ends it" : "ready");
    if (arguments.Mode == DaemonMode.Socket)
    {
        Detachment.ReleaseStreams();
    }
}

static void Say(string word)
{
    try
    {
        Console.Out.WriteLine(word);
        Console.Out.Flush();
    }
    catch (IOException)
    {
        // Whoever started the daemon is gone; the daemon is there for the others.
    }
}
