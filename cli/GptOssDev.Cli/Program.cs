using GptOssDev.Cli;
using GptOssDev.Cli.Daemon;

// The console first, see there.
var context = ConsoleContext.Open();
using var interruption = new InterruptHandler();
var application = new Application(context, new ClientConnector(context));

// On a pool thread: a command that waits for a person must not keep a signal from ending the process.
return await interruption.BoundAsync(Task.Run(() => application.RunAsync(args, interruption.Token)));
