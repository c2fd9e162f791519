using Xunit;

namespace Curate.TestKit;

/// <summary>A fact that is skipped, with the reason, where one of the programs is not on PATH.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CommandFactAttribute : FactAttribute
{
    public CommandFactAttribute(params string[] programs) => Skip = SkipReason.ForCommands(programs);
}
