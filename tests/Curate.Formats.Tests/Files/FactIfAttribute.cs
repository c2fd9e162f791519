using Curate.Formats.Files;

namespace Curate.Formats.Tests.Files;

/// <summary>What a test needs of the machine.</summary>
public enum Needs
{
    Zstandard,
    NotRoot,
    DevFull,
    Unix,
}

/// <summary>A fact that is skipped, with the reason, where the machine lacks what it needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactIfAttribute : FactAttribute
{
    public FactIfAttribute(Needs needs)
    {
        Skip = needs switch
        {
            Needs.Zstandard when !Zstandard.IsPresent => "libzstd is not installed.",
            Needs.NotRoot when OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess => "Permissions do not bind this user.",
            Needs.DevFull when !File.Exists("/dev/full") => "There is no /dev/full.",
            Needs.Unix when OperatingSystem.IsWindows() => "Unix only.",
            _ => null,
        };
    }
}
