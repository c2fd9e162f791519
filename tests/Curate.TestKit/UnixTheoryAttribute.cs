using Xunit;

namespace Curate.TestKit;

/// <summary>A theory that is skipped on Windows.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = SkipReason.ForUnix();
}
