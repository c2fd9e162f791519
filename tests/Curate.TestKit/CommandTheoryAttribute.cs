using Xunit;

namespace Curate.TestKit;

/// <summary>A theory that is skipped, with the reason, where one of the programs is not on PATH.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CommandTheoryAttribute : TheoryAttribute
{
    public CommandTheoryAttribute(params string[] programs) => Skip = SkipReason.ForCommands(programs);
}
