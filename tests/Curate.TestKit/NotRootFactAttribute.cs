using Xunit;

namespace Curate.TestKit;

/// <summary>A fact that is skipped for the user root and on Windows: it depends on file permissions.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NotRootFactAttribute : FactAttribute
{
    public NotRootFactAttribute() => Skip = SkipReason.ForNotRoot();
}
