using Xunit;

namespace Curate.TestKit;

/// <summary>A theory that is skipped for the user root and on Windows: it depends on file permissions.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NotRootTheoryAttribute : TheoryAttribute
{
    public NotRootTheoryAttribute() => Skip = SkipReason.ForNotRoot();
}
