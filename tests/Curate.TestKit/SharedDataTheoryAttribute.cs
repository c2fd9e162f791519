using Xunit;

namespace Curate.TestKit;

/// <summary>A theory that is skipped, with the reason, where a file or folder of <see cref="SharedData"/> is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute(params string[] relativePaths) => Skip = SkipReason.ForSharedData(relativePaths);
}
