@echo off
chcp 65001 >nul
set "TONGHOP=%~dp0tonghop.exe"
if not exist "%TONGHOP%" set "TONGHOP={PROGRAM}"
"%TONGHOP%" -C "%~dp0." status
pause
