using Xunit;

namespace Curate.TestKit;

/// <summary>A fact that is skipped, with the reason, where a file or folder of <see cref="SharedData"/> is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute(params string[] relativePaths) => Skip = SkipReason.ForSharedData(relativePaths);
}
