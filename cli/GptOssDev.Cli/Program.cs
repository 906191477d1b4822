using GptOssDev.Cli;
using GptOssDev.Cli.Daemon;

using var interruption = new Interruption();
var context = ConsoleContext.Open();
var application = new Application(context, new ClientConnector(context));
return await interruption.BoundAsync(application.RunAsync(args, interruption.Token));
