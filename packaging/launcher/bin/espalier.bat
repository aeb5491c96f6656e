@echo off
rem Starts Espalier on a JDK 25 or newer: the command line with arguments, the window without.
setlocal
set "home=%~dp0.."
set "found="
if defined ESPALIER_JAVA call :try "%ESPALIER_JAVA%\bin\java.exe"
if defined ESPALIER_JAVA call :try "%ESPALIER_JAVA%"
if defined JAVA_HOME call :try "%JAVA_HOME%\bin\java.exe"
for /f "delims=" %%j in ('where java.exe 2^>nul') do call :try "%%j"
for /d %%d in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk-*" "%USERPROFILE%\.jdks\*") do call :try "%%d\bin\java.exe"
if not defined found (
  echo Espalier needs Java 25: get it from https://adoptium.net, or set ESPALIER_JAVA to its folder. 1>&2
  exit /b 1
)
"%found%" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseCompactObjectHeaders %ESPALIER_OPTS% -cp "%home%\lib\*" espalier.Main %*
exit /b %errorlevel%

:try
if defined found exit /b 0
if not exist "%~1" exit /b 0
if exist "%~1\" exit /b 0
set "version="
for /f "tokens=3" %%v in ('call "%~1" -version 2^>^&1 ^| findstr /c:" version "') do if not defined version for /f "delims=." %%m in ("%%~v") do set "version=%%m"
if not defined version exit /b 0
if %version% GEQ 25 set "found=%~1"
exit /b 0
